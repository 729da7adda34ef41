// What htmx must not swallow: an expired login, a refusal, a fault, a lost connection. Typed text always stays.
"use strict";
(() => {
  const words = {
    403: "这一步不归你办",
    404: "这一条不在了，或者不在你能看到的范围里",
    429: "试得太密了，过几分钟再来",
  };

  function tell(sentence, link) {
    let place = document.getElementById("told");
    if (!place) {
      place = document.createElement("div");
      place.id = "told";
      place.setAttribute("role", "alert");
      document.getElementById("main").prepend(place);
    }
    const notice = document.createElement("p");
    notice.className = "notice error";
    notice.append(sentence);
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { className: "link push", href: link.href, textContent: link.words, target: "_blank", rel: "noopener" });
      notice.append(anchor);
    }
    place.replaceChildren(notice);
    place.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:before:response", (event) => {
    const answer = event.detail.ctx.response?.raw;
    if (!answer?.redirected || !new URL(answer.url).pathname.startsWith("/accounts/login")) return;
    event.preventDefault();
    tell("登录过期了，刚写的字还在。登录后回到这里再按一次。", { href: "/accounts/login/", words: "去登录" });
  });
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail.ctx.response?.raw?.status;
    if (status === 409 || status === 422) return; // their own fragment says it
    tell(words[status] ?? "我们这边出了错，刚填的内容还在，过一会儿再试一次。");
  });
  document.addEventListener("htmx:error", () => tell("没连上，刚填的内容还在，连上以后再试一次。"));
  document.addEventListener("htmx:after:swap", () => {
    const summary = document.querySelector(".errors");
    if (summary) summary.focus();
    document.getElementById("told")?.replaceChildren();
  });
})();
