package downloadtest

import (
	"strings"
	"sync"
	"syscall"
)

// Op is an operation of a filesystem, as faults and counters name it.
type Op string

// The operations that can be made to fail. SyncDir is fsync of a folder.
const (
	OpWrite    Op = "write"
	OpSync     Op = "fsync"
	OpSyncDir  Op = "fsync of a folder"
	OpCreate   Op = "create"
	OpOpen     Op = "open"
	OpRead     Op = "read"
	OpRename   Op = "rename"
	OpRemove   Op = "remove"
	OpTruncate Op = "truncate"
	OpAllocate Op = "allocate"
	OpMkdir    Op = "mkdir"
	OpAny      Op = ""       // in a DiskFault: whichever comes
	OpChange   Op = "change" // in a DiskFault: whichever comes that changes something
)

// changes reports whether the operation can change what is on the disk or what of it is durable.
func (op Op) changes() bool { return op != OpOpen && op != OpRead }

// DiskFault makes operations of a Disk fail.
type DiskFault struct {
	Op    Op            // OpAny: every one
	Name  string        // only files whose name ends so; "": all
	Nth   int           // the first that fails, from 1
	Times int           // how many fail from there on; 0: one; -1: all until Heal
	Errno syscall.Errno // what they fail with

	seen int
}

// Disk is a filesystem in memory that knows which of its bytes and names are still there after a power cut: bytes after
// fsync of their file, names after fsync of their folder. It can fail on purpose and run out of room. Mount makes it
// a folder of this computer. It is safe for use by several goroutines.
type Disk struct {
	mu      sync.Mutex
	root    *node
	serial  uint64
	journal []change // changes of names that are not durable yet, in order
	faults  []*DiskFault
	counts  map[Op]int
	changed int // operations that change something
	cutAt   int // the power goes before this one; 0: never
	off     bool
	room    int64 // bytes; 0: no end
	used    int64 // bytes in pages

	tripped  chan struct{} // closed at the first fault or cut since Arm
	announce bool
}

// NewDisk returns an empty disk with folders that are durable from the start.
func NewDisk(folders ...string) *Disk {
	d := &Disk{counts: map[Op]int{}, tripped: make(chan struct{})}
	d.root = d.newNode("", true)
	for _, folder := range folders {
		child := d.newNode(folder, true)
		d.root.names[folder], d.root.durableNames[folder] = child, child
	}
	return d
}

// Fail adds a fault.
func (d *Disk) Fail(fault DiskFault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if fault.Times == 0 {
		fault.Times = 1
	}
	d.faults = append(d.faults, &fault)
	d.arm()
}

// CutAt lets the power go just before the nth operation from now that changes something.
func (d *Disk) CutAt(nth int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cutAt = d.changed + nth
	d.arm()
}

func (d *Disk) arm() {
	d.announce = true
	select {
	case <-d.tripped:
		d.tripped = make(chan struct{})
	default:
	}
}

// Tripped returns a channel that is closed when a fault has struck or the power has gone since the last Fail or CutAt.
func (d *Disk) Tripped() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tripped
}

// Heal ends every fault and the limit of room. It does not bring the power back.
func (d *Disk) Heal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults, d.room = nil, 0
}

// SetRoom limits the bytes that fit on the disk; 0: no limit.
func (d *Disk) SetRoom(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = bytes
}

// Count returns how many operations of this kind came; OpAny: all that change something.
func (d *Disk) Count(op Op) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if op == OpAny {
		return d.changed
	}
	return d.counts[op]
}

// Off reports whether the power has gone.
func (d *Disk) Off() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off
}

// Cut lets the power go now.
func (d *Disk) Cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	d.trip()
}

func (d *Disk) trip() {
	if d.announce {
		d.announce = false
		close(d.tripped)
	}
}

// begin is called with the lock held at the start of each operation: it counts it and returns with what it fails, or 0.
func (d *Disk) begin(op Op, name string) syscall.Errno {
	if d.off {
		return syscall.EIO
	}
	d.counts[op]++
	if op.changes() {
		d.changed++
		if d.cutAt > 0 && d.changed >= d.cutAt {
			d.off = true
			d.trip()
			return syscall.EIO
		}
	}
	for _, fault := range d.faults {
		meant := fault.Op == OpAny || fault.Op == op || fault.Op == OpChange && op.changes()
		if !meant || !strings.HasSuffix(name, fault.Name) {
			continue
		}
		fault.seen++
		if fault.seen >= fault.Nth && (fault.Times < 0 || fault.seen < fault.Nth+fault.Times) {
			d.trip()
			return fault.Errno
		}
	}
	return 0
}
