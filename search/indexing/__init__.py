"""What of a record is searched, and how every index gets it.

reading    a record's searched fields, read in bulk
writing    read them again and write what differs: in the transaction of a change, or later what is due
checking   name every difference between the record and its indexes
"""
