// Package filename makes file names out of what servers, addresses and catalogues say: legal on every system, never a
// path, never a device. It knows no disk: whether a name is free is asked elsewhere.
package filename
