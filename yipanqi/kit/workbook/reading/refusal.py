"""Why a whole file is turned away: one clear sentence, said before anything is written."""


class FileRefused(Exception):
    """``str()`` is the sentence for the user; ``code`` a short word for logs and tests."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


def empty() -> FileRefused:
    return FileRefused("empty", "文件是空的，请选有内容的文件")


def encrypted() -> FileRefused:
    return FileRefused("encrypted", "文件设有打开密码，请去掉密码后再上传")


def broken() -> FileRefused:
    return FileRefused("broken", "文件损坏或不完整，请重新导出后再上传")


def too_big(megabytes: int) -> FileRefused:
    return FileRefused("too_big", f"文件超过 {megabytes} MB，请按年或按机构分开")


def bomb() -> FileRefused:
    return FileRefused("bomb", "文件解压后超过允许的大小，没有打开；请只留要导入的数据，另存后再上传")


def too_many_rows(most: int) -> FileRefused:
    return FileRefused("too_many_rows", f"超过单次导入的行数上限（{most:,} 行），请按年或按机构分开")


def too_many_cells(most: int) -> FileRefused:
    return FileRefused(
        "too_many_cells", f"表格占的格子超过上限（{most:,} 格），请删掉数据右边和下面多余的列和行，或者分开导入"
    )


def unknown_type() -> FileRefused:
    return FileRefused("unknown_type", "只能读 .xlsx、.xls 和 .csv 文件，请在表格软件里另存为其中一种")


def web_page() -> FileRefused:
    return FileRefused("web_page", "文件的内容是网页，不是表格，请在表格软件里打开，另存为 .xlsx 再上传")


def open_quote(line: int) -> FileRefused:
    sentence = f"第 {line} 行有一个引号没有配对，后面的行都连成了一格；请改好这个引号，或者另存为 .xlsx 再上传"
    return FileRefused("open_quote", sentence)


def no_data() -> FileRefused:
    return FileRefused("no_data", "文件里只有空白的工作表，没有数据")


def unknown_encoding() -> FileRefused:
    return FileRefused("unknown_encoding", "看不出文件的文字编码，请另存为 .xlsx 或 UTF-8 的 .csv 再上传")
