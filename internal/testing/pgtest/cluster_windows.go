package pgtest

import "errors"

var errNone = errors.New("it is not looked for on Windows")

func binaries() (string, error) { return "", errNone }

// Cluster is a PostgreSQL of its own: never there on Windows.
type Cluster struct{}

// New returns why there is none.
func New() (*Cluster, error) { return nil, errNone }

// Start returns why there is none.
func (*Cluster) Start() error { return errNone }

// Stop returns why there is none.
func (*Cluster) Stop() error { return errNone }

// Crash returns why there is none.
func (*Cluster) Crash() error { return errNone }

// Remove returns why there is none.
func (*Cluster) Remove() error { return errNone }

// Create returns why there is none.
func (*Cluster) Create() (string, error) { return "", errNone }
