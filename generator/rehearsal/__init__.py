"""The rehearsal of a published site: its address, its files and its collector, as a browser meets them.

Asks only what any visitor may ask, and counts nothing: the trial contribution is one that must be refused.
May import ``site`` and what lies below; needs no database, so anybody may rehearse from anywhere.
"""
