"""The satisfaction survey of one order. Its id is the order's: a customer is asked once per order.

(unscheduled) --goods delivered--> Scheduled --goods delivered later--> Scheduled
Scheduled --seven quiet days, or an agent--> Sent --answer--> Answered
Sent --thirty days without an answer--> Expired
"""
