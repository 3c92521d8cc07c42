package downloadtest

import (
	"maps"
	"syscall"
	"time"
)

const pageSize = 4096

type page [pageSize]byte

// body is the bytes of a file. A page that is missing is zeros. Pages are shared between bodies and copied when
// one of them writes.
type body struct {
	size  int64
	pages map[int64]*page
}

func (b body) clone() body { return body{size: b.size, pages: maps.Clone(b.pages)} }

// node is a file or a folder.
type node struct {
	number   uint64
	name     string // its last name, for faults
	folder   bool
	mode     uint32
	modified time.Time

	now     body // what readers see
	durable body // what is there after a power cut
	dirty   map[int64]bool

	names        map[string]*node
	durableNames map[string]*node
}

func (d *Disk) newNode(name string, folder bool) *node {
	d.serial++
	n := &node{number: d.serial, name: name, folder: folder, mode: 0o644, modified: time.Now()}
	if folder {
		n.mode = 0o755
		n.names, n.durableNames = map[string]*node{}, map[string]*node{}
		return n
	}
	n.now, n.durable = body{pages: map[int64]*page{}}, body{pages: map[int64]*page{}}
	n.dirty = map[int64]bool{}
	return n
}

// attributes is what a file or folder is beside its content.
type attributes struct {
	mode        uint32
	size, pages int64
	modified    time.Time
}

func (d *Disk) attributes(n *node) attributes {
	d.mu.Lock()
	defer d.mu.Unlock()
	return attributes{mode: n.mode, size: n.now.size, pages: int64(len(n.now.pages)), modified: n.modified}
}

func (d *Disk) setMode(n *node, mode uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n.mode = mode & 0o7777
}

func (d *Disk) setModified(n *node, modified time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n.modified = modified
}

func (d *Disk) open(n *node) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.begin(OpOpen, n.name)
}

// space returns how many bytes fit on the disk, and how many more.
func (d *Disk) space() (room, free int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	room = d.room
	if room == 0 {
		room = 1 << 40
	}
	return room, max(room-d.used, 0)
}

func (d *Disk) write(n *node, data []byte, offset int64) (int, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpWrite, n.name); errno != 0 {
		return 0, errno
	}
	written := 0
	for written < len(data) {
		at := offset + int64(written)
		target := d.pageForWrite(n, at/pageSize)
		if target == nil {
			break
		}
		written += copy(target[at%pageSize:], data[written:])
	}
	if written == 0 && len(data) > 0 {
		d.trip()
		return 0, syscall.ENOSPC
	}
	n.now.size = max(n.now.size, offset+int64(written))
	n.modified = time.Now()
	return written, 0
}

// pageForWrite returns a page that only the present body holds; nil when the disk is full.
func (d *Disk) pageForWrite(n *node, index int64) *page {
	present, durable := n.now.pages[index], n.durable.pages[index]
	n.dirty[index] = true
	if present != nil && present != durable {
		return present
	}
	fresh := new(page)
	if present != nil {
		*fresh = *present
	} else {
		if d.room > 0 && d.used+pageSize > d.room {
			return nil
		}
		d.used += pageSize
	}
	n.now.pages[index] = fresh
	return fresh
}

func (d *Disk) read(n *node, into []byte, offset int64) (int, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpRead, n.name); errno != 0 {
		return 0, errno
	}
	into = into[:min(int64(len(into)), max(n.now.size-offset, 0))]
	for done := 0; done < len(into); {
		at := offset + int64(done)
		part := into[done:min(len(into), done+pageSize-int(at%pageSize))]
		if source := n.now.pages[at/pageSize]; source != nil {
			copy(part, source[at%pageSize:])
		} else {
			clear(part)
		}
		done += len(part)
	}
	return len(into), 0
}

func (d *Disk) truncate(n *node, size int64) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpTruncate, n.name); errno != 0 {
		return errno
	}
	if size < n.now.size {
		for index := range n.now.pages {
			if index*pageSize >= size {
				delete(n.now.pages, index)
				n.dirty[index] = true
				d.used -= pageSize
			}
		}
		if rest := size % pageSize; rest != 0 && n.now.pages[size/pageSize] != nil {
			clear(d.pageForWrite(n, size/pageSize)[rest:])
		}
	}
	n.now.size, n.modified = size, time.Now()
	return 0
}

// allocate makes room for size bytes from offset on; keep leaves the file's length as it is.
func (d *Disk) allocate(n *node, offset, size int64, keep bool) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpAllocate, n.name); errno != 0 {
		return errno
	}
	if d.room > 0 && d.used+size > d.room {
		d.trip()
		return syscall.ENOSPC
	}
	if !keep {
		n.now.size = max(n.now.size, offset+size)
	}
	return 0
}

func (d *Disk) sync(n *node) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	op := OpSync
	if n.folder {
		op = OpSyncDir
	}
	if errno := d.begin(op, n.name); errno != 0 {
		// As on Linux, the pages count as clean after an fsync that did not work: the next one returns nil
		// and saves nothing of them.
		clear(n.dirty)
		return errno
	}
	if n.folder {
		d.commitNames(n)
		return 0
	}
	for index := range n.dirty {
		n.settle(index)
	}
	clear(n.dirty)
	n.durable.size = n.now.size
	return 0
}

// settle makes one page durable as it is now.
func (n *node) settle(index int64) {
	if present := n.now.pages[index]; present != nil {
		n.durable.pages[index] = present
	} else {
		delete(n.durable.pages, index)
	}
}
