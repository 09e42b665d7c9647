from selaras.core.models.evidence import Evidence
from selaras.core.models.files import StoredFile
from selaras.core.models.ledger import Checkpoint, LedgerContent, LedgerEntry, LedgerHead
from selaras.core.models.people import Notice
from selaras.core.models.search import SearchEntry
from selaras.core.models.settings import Setting
from selaras.core.models.work import Job, ScheduledRun, WriteKey

__all__ = [
    "Checkpoint",
    "Evidence",
    "Job",
    "LedgerContent",
    "LedgerEntry",
    "LedgerHead",
    "Notice",
    "ScheduledRun",
    "SearchEntry",
    "Setting",
    "StoredFile",
    "WriteKey",
]
