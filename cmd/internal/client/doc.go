// Package client is what both clients are made of: the one place where the desktop app and the terminal client choose the real parts
// behind internal/session (keyring, log, transports, sample program, queue).
//
// It promises that two home folders share nothing, not even in the keyring; that the log holds no token,
// code or query; and that nothing is started before it is needed. Start reading at Open.
package client

// Version is the version of the app and of pconnect.
const Version = "0.1.0"
