"""The join list: who asked for the alliance's mail, said so twice, and can leave with one click.

``models`` is what is kept and for how long, ``page`` the editors' page with the form, ``joining`` the steps, ``views``
the addresses in the mails, ``admin`` the list that editors export for the mailing list's host.
"""
