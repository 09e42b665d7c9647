from selaras.core.events import subscribe
from selaras.questionnaires.events import AnswerReceived
from selaras.questionnaires.tasks import recheck


@subscribe(AnswerReceived)
def queue_recheck(event: AnswerReceived) -> None:
    recheck.enqueue(event.submission_id)
