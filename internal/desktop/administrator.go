package desktop

import "errors"

// What AdministratorsAlone finds.
var (
	// ErrOthersWrite says that an administrator's file, or its folder, lets others write or replace it.
	ErrOthersWrite = errors.New("others than an administrator can write it")
	// ErrStranger says that a file, or its folder, is not known to be an administrator's: anybody may have put it there.
	ErrStranger = errors.New("it belongs to somebody who is no administrator")
)
