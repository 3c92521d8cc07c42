package downloadtest

import (
	"maps"
	"syscall"
)

// change is one change of names: it sets the name in a folder to a node, or removes it when the node is nil. A
// rename is two settings in one change, so that it is whole or not at all.
type change []setting

type setting struct {
	folder *node
	name   string
	node   *node
}

func (c change) touches(folder *node) bool {
	for _, s := range c {
		if s.folder == folder {
			return true
		}
	}
	return false
}

func (c change) commit() {
	for _, s := range c {
		if s.node == nil {
			delete(s.folder.durableNames, s.name)
		} else {
			s.folder.durableNames[s.name] = s.node
		}
	}
}

// apply makes the change visible and notes that it is not durable yet. The lock is held.
func (d *Disk) apply(c change) {
	for _, s := range c {
		if s.node == nil {
			delete(s.folder.names, s.name)
		} else {
			s.folder.names[s.name] = s.node
		}
	}
	d.journal = append(d.journal, c)
}

// commitNames makes the folder's names durable, and with them every change before: a journal keeps its order.
func (d *Disk) commitNames(folder *node) {
	last := -1
	for i, c := range d.journal {
		if c.touches(folder) {
			last = i
		}
	}
	for _, c := range d.journal[:last+1] {
		c.commit()
	}
	d.journal = d.journal[last+1:]
}

func (d *Disk) lookup(folder *node, name string) (*node, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, syscall.EIO
	}
	if n := folder.names[name]; n != nil {
		return n, 0
	}
	return nil, syscall.ENOENT
}

// list returns what is in a folder.
func (d *Disk) list(folder *node) (map[string]*node, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, syscall.EIO
	}
	return maps.Clone(folder.names), 0
}

func (d *Disk) create(parent *node, name string, folder bool, mode uint32) (*node, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	op := OpCreate
	if folder {
		op = OpMkdir
	}
	if errno := d.begin(op, name); errno != 0 {
		return nil, errno
	}
	if n := parent.names[name]; n != nil {
		return nil, syscall.EEXIST
	}
	n := d.newNode(name, folder)
	n.mode = mode & 0o7777
	d.apply(change{{parent, name, n}})
	return n, 0
}

func (d *Disk) remove(parent *node, name string, folder bool) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpRemove, name); errno != 0 {
		return errno
	}
	n := parent.names[name]
	switch {
	case n == nil:
		return syscall.ENOENT
	case folder && len(n.names) > 0:
		return syscall.ENOTEMPTY
	}
	d.apply(change{{parent, name, nil}})
	d.free(n)
	return 0
}

func (d *Disk) free(n *node) {
	if n != nil && !n.folder {
		d.used -= int64(len(n.now.pages)) * pageSize
	}
}

func (d *Disk) rename(from *node, name string, to *node, newName string, keepExisting bool) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.begin(OpRename, newName); errno != 0 {
		return errno
	}
	n, old := from.names[name], to.names[newName]
	switch {
	case n == nil:
		return syscall.ENOENT
	case old != nil && keepExisting:
		return syscall.EEXIST
	}
	d.apply(change{{from, name, nil}, {to, newName, n}})
	if old != n {
		d.free(old)
	}
	n.name = newName
	return 0
}
