"""Documents built in Python: each name in `pages` becomes a document of the site."""

from voxml import Number, Response

VOICE = {"voice": "en-US-Wavenet-D", "language": "en-US"}

sales = (
    Response()
    .say("One moment, I am putting you through.", **VOICE)
    .dial(numbers=[Number("+14155550100"), Number("+14155550101", send_digits="12#")], timeout=20)
    .say("Thank you for calling Acme Dental. Goodbye.", **VOICE)
    .hangup()
)

pages = {"sales": sales}
