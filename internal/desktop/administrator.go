package desktop

import "errors"

// ErrOthersWrite says that others than an administrator can write a file, or replace it in its folder.
var ErrOthersWrite = errors.New("others than an administrator can write it")
