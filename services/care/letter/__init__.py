"""A letter to a customer, by e-mail: a survey, or the reminder that we wait for their answer; what became of it.

    NotWritten --write, with an address--> ToSend --the mail server took it--> Sent
    NotWritten --write, without an address--> ToAddress --a person, to an address--> ToSend
    ToSend --the mail server does not take it--> Failed --a person, to another address--> ToSend
    ToSend | ToAddress | Failed --what it asks for is waited for no longer--> Lapsed --it was leaving just then--> Sent

The mail room sends what waits in the queue `to-send` at least once, always under the same Message-ID.
"""
