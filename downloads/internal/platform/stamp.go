package platform

import "fmt"

// Stamp is what a file was at our last write: it shows another file, and what somebody else wrote into it.
type Stamp struct {
	Device, Inode uint64
	Links         uint64 // names that the file has
	Size          int64
	Modified      int64 // nanoseconds; 0 where the system tells it only later
	Changed       int64 // nanoseconds; 0 where there is none
}

// String returns the stamp as it is kept.
func (s Stamp) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", s.Device, s.Inode, s.Size, s.Modified, s.Changed)
}
