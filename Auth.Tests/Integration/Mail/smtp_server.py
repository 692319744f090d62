"""A mail server for the tests of SmtpMailSender: one behaviour a process, on a free port of 127.0.0.1.

    smtp_server.py BEHAVIOUR [CERTIFICATE_AND_KEY.pem]

Each event is one line of JSON on standard output, the first of them the port. The server ends when standard input does,
so that none outlives its test.
"""

import asyncio
import json
import ssl
import sys


def emit(**event):
    print(json.dumps(event), flush=True)


try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    emit(missing="python3-aiosmtpd")
    sys.exit()

behaviour = sys.argv[1]


class Handler:
    """Reports what it is asked and given. Refusals repeat the address, as those of many servers do."""

    messages = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        emit(event="recipient", address=address)
        if behaviour == "refuse":
            return f"550 5.1.1 <{address}>: no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages += 1
        busy = behaviour == "busy" or (behaviour == "busy-once" and self.messages == 1)
        emit(
            event="message",
            accepted=not busy,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            options=envelope.mail_options,
            tls=server.transport.get_extra_info("ssl_object") is not None,
            content=envelope.content.decode("utf-8"),
        )
        if behaviour == "slow":
            await asyncio.sleep(2)
        return f"451 4.3.0 <{envelope.rcpt_tos[0]}>: come back later" if busy else "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if behaviour == "hang-at-quit":
            emit(event="quit")
            await asyncio.sleep(3600)
        return "221 Bye"


def authenticate(server, session, envelope, mechanism, data):
    emit(event="login", mechanism=mechanism)
    if data.password == b"later":
        return AuthResult(success=False, handled=False, message="454 4.7.0 Temporary authentication failure")
    good = data.login == b"mailer" and data.password == "p\u00e4ssword \u20ac".encode()
    return AuthResult(success=good, handled=False)


async def hang(reader, writer):
    emit(event="connected")
    await asyncio.sleep(3600)


async def drop(reader, writer):
    emit(event="connected")
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    handler = Handler()
    context = None
    if len(sys.argv) > 2:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[2])

    settings = {"enable_SMTPUTF8": behaviour == "international", "hostname": "localhost"}
    if behaviour == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
    if behaviour == "login":
        settings |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}

    if behaviour in ("hang", "drop"):
        server = await asyncio.start_server(hang if behaviour == "hang" else drop, "127.0.0.1", 0)
    else:
        tls = context if behaviour == "tls" else None
        server = await loop.create_server(lambda: SMTP(handler, loop=loop, **settings), "127.0.0.1", 0, ssl=tls)

    emit(port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
