"""Reading what offices really send: any file → text → the tables of the contract, with every fault named."""
