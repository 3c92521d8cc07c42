// Package segment shares the bytes of one file among several connections and puts them in order again.
//
// A Plan hands out Segments (ranges of the file) to workers, which fill the buffers that the plan gives them. A Body
// reads the same bytes in the file's order, and a Hasher hashes what was read. The package promises:
//
//   - Bytes are given out in order, each exactly once.
//   - Memory is bounded: no byte is fetched that lies a window or more after the last byte hashed.
//   - No worker waits for ever: the first segment that is not whole always lies inside the window, and whoever holds a
//     connection that it needs is told to give it up (ErrYield).
//
// A Plan alone takes its mutex; everything else goes through its methods. It knows neither HTTP nor files. Start
// reading at Plan.
package segment
