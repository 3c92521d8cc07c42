// Package s3test runs S3 servers for tests: a small one in the test's own process, and versitygw, a real one, in a process of its
// own.
//
// It promises that the small one takes no request without a signature of its keys, no signed link that was changed, is used with
// another method or is over, and no body with another SHA-256 than its header says. A test can have it go away.
//
// Start reading at Start.
package s3test
