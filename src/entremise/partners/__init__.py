"""Services that help: who they are, for which need, where, and how to hand somebody on."""
