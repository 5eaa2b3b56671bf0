//! Signing in against small servers on this machine: what a browser may bring back, what a token endpoint may say, when and how
//! often tokens are renewed, and that no secret comes out anywhere.
