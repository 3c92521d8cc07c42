// Package api is what the clients and the service of a program share: the types that they send each other, the rules that
// both keep, and the problems with their codes.
//
// It promises that:
//   - the next step is a pure function of the service's status (NextStep), never of what a screen remembers;
//   - registrations and feedback are checked by one function on both sides (Registration.Check, Form.Check);
//   - an agreement is the SHA-256 of its exact bytes, and a receipt can be checked without the service;
//   - JSON is read strictly: at most 5 MB and 32 levels deep, no name twice, no name in another case (Decode);
//   - what a service answers is checked and cleaned where it is decoded (Answer): ids keep one grammar (ValidID), texts hold
//     nothing that controls a terminal, lists and lengths have the limits of sanitize.go;
//   - a problem becomes a *fault.Error by its type and its code, in messages that each language has; the service's own words
//     are shown only where the code is not known.
//
// It never stores anything and never uses the network: that is package client.
//
// Start reading at Status and NextStep, then Answer and Problem.
package api
