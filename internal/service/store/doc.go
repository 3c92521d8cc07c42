// Package store says what the program service keeps, and how it asks for it: one narrow interface for each aggregate.
//
// It promises to an implementation's callers that:
//   - Write is one unit of work: all of it is kept or nothing, and units of work behave as if they ran one after the other;
//   - an operation called outside a unit of work is a unit of its own;
//   - times keep their nanoseconds and come back in UTC, the zero time as the zero time; texts and documents come back as they
//     were put in;
//   - what is not there is ErrNotFound, what somebody else has already is ErrTaken, a text that can't be kept is ErrText;
//   - answers to agreements are added, never changed or deleted.
//
// It holds no rule of a program and knows neither SQL nor HTTP. An implementation is a package of its own beneath this one
// and passes the suite of storetest.
//
// Start reading at Store, then Data.
package store
