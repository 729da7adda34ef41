"""Taking an upload off the wire: what is larger than any import may be is let pass by, not written to the disk."""

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from yipanqi.kit.workbook.reading import LIMITS


class CappedUpload(TemporaryFileUploadHandler):
    """Django's own handler with an end; a file that passes it is missing, and the request says so."""

    most = LIMITS.file_bytes

    def new_file(self, *args, **more):
        super().new_file(*args, **more)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > self.most:
            self.file.close()  # a temporary file goes when it is closed
            if self.request is not None:
                self.request.META["UPLOAD_TOO_BIG"] = "1"
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
