"""Answer calls with FastAPI: `uvicorn fastapi_app:app --port 8000`."""

import os

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

import voxml
from voxml import webhooks

SECRET = os.environ["TRYVOX_WEBHOOK_SECRET"]
app = FastAPI()
seen = webhooks.MemoryStore()  # of one process
ended: list[str | None] = []  # in place of your database


async def read_event(request: Request, store: webhooks.ReplayStore | None = None) -> webhooks.Event:
    body = await request.body()
    webhooks.verify(request.headers, body, SECRET, store=store)
    return webhooks.parse(body)


def reply(document: voxml.Response) -> Response:
    return Response(document.to_json(), media_type=voxml.MEDIA_TYPE)


@app.post("/answer")
async def answer(request: Request) -> Response:
    await read_event(request)
    menu_url = str(request.url_for("menu"))
    return reply(
        voxml.Response(language="en-US")
        .gather(action_url=menu_url, num_digits=1, say="Welcome to Acme. Press 1 for sales.")
        .say("We heard nothing. Goodbye.")
    )


@app.post("/menu")
async def menu(request: Request) -> Response:
    event = await read_event(request)
    if event.digits == "1":
        return reply(voxml.Response(language="en-US").say("One moment.").dial("+14155550100"))
    return reply(voxml.Response(language="en-US").say("Goodbye.").hangup())


@app.post("/status")
async def status(request: Request) -> dict[str, str]:
    event = await read_event(request, seen)
    if event.is_over:
        ended.append(event.call_uuid)
    return {"status": "success"}


@app.exception_handler(webhooks.ReplayError)
async def counted_before(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"status": "success"})


@app.exception_handler(webhooks.SignatureError)
async def not_from_tryvox(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "bad signature"}, 401)


@app.exception_handler(webhooks.PayloadError)
async def no_webhook(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "not a webhook"}, 400)
