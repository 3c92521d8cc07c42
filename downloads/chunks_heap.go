//go:build !unix || race

package downloads

// allocateChunk uses the Go heap, where the race detector can see it.
func allocateChunk() []byte { return make([]byte, chunkSize) }

func freeChunk([]byte) {}
