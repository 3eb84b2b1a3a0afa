"""A reminder: a letter to a debtor, by e-mail where they have an address, and what became of it.

    NotPrepared --prepare, with an address--> ToSend --sent--> Sent
    ToSend --the mail server does not take it--> Failed --a person, to another address--> ToSend
    NotPrepared --prepare, without an address--> ToPost --a person posted the letter--> Posted
    Failed --a person posted it as a letter--> Posted
    ToSend | Failed | ToPost --its dunning case is resolved--> Withdrawn --it was leaving just then--> Sent

The mail room sends what waits in the queue `to-send` at least once, always under the same Message-ID.
"""
