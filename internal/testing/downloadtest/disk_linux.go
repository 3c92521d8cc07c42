package downloadtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Mount makes the disk the folder at path, which must exist, until unmount is called. The error says what is missing
// (FUSE is in few containers): a test skips with it. The process that mounts must not itself work in the folder by
// way of mapped memory (SQLite does), or it may wait for itself: use a Process for that.
func (d *Disk) Mount(path string) (unmount func(), err error) {
	if _, err := os.Stat("/dev/fuse"); err != nil {
		return nil, fmt.Errorf("there is no /dev/fuse on this machine: %w", err)
	}
	zero := time.Duration(0)
	server, err := fs.Mount(path, &fuseNode{disk: d, node: d.root}, &fs.Options{
		MountOptions:    fuse.MountOptions{FsName: "downloadtest", Name: "downloadtest", DirectMount: true, DisableXAttrs: true},
		EntryTimeout:    &zero,
		AttrTimeout:     &zero,
		NegativeTimeout: &zero,
	})
	if err != nil {
		return nil, fmt.Errorf("a FUSE filesystem cannot be mounted here: %w", err)
	}
	return func() {
		if server.Unmount() == nil {
			return
		}
		// Something still holds a file open: take the mount away from under it.
		if syscall.Unmount(path, syscall.MNT_DETACH) != nil {
			_ = exec.Command("fusermount3", "-u", "-z", path).Run() //nolint:noctx // the last resort of a clean-up
		}
	}, nil
}

// fuseNode hands what the kernel asks to the disk.
type fuseNode struct {
	fs.Inode
	disk *Disk
	node *node
}

var (
	_ fs.NodeLookuper  = (*fuseNode)(nil)
	_ fs.NodeReaddirer = (*fuseNode)(nil)
	_ fs.NodeGetattrer = (*fuseNode)(nil)
	_ fs.NodeSetattrer = (*fuseNode)(nil)
	_ fs.NodeCreater   = (*fuseNode)(nil)
	_ fs.NodeMkdirer   = (*fuseNode)(nil)
	_ fs.NodeUnlinker  = (*fuseNode)(nil)
	_ fs.NodeRmdirer   = (*fuseNode)(nil)
	_ fs.NodeRenamer   = (*fuseNode)(nil)
	_ fs.NodeOpener    = (*fuseNode)(nil)
	_ fs.NodeReader    = (*fuseNode)(nil)
	_ fs.NodeWriter    = (*fuseNode)(nil)
	_ fs.NodeFsyncer   = (*fuseNode)(nil)
	_ fs.NodeAllocater = (*fuseNode)(nil)
	_ fs.NodeStatfser  = (*fuseNode)(nil)
)

// child returns the kernel's node for ours.
func (f *fuseNode) child(ctx context.Context, n *node, out *fuse.EntryOut) *fs.Inode {
	f.fill(n, &out.Attr)
	mode := uint32(fuse.S_IFREG)
	if n.folder {
		mode = fuse.S_IFDIR
	}
	return f.NewInode(ctx, &fuseNode{disk: f.disk, node: n}, fs.StableAttr{Mode: mode, Ino: n.number})
}

func (f *fuseNode) fill(n *node, out *fuse.Attr) {
	at := f.disk.attributes(n)
	out.Mode = at.mode
	out.Size, out.Blocks = uint64(at.size), uint64(at.pages)*pageSize/512
	out.Nlink = 1
	out.SetTimes(nil, &at.modified, &at.modified)
	out.Uid, out.Gid = uint32(os.Getuid()), uint32(os.Getgid())
	if n.folder {
		out.Mode |= fuse.S_IFDIR
		return
	}
	out.Mode |= fuse.S_IFREG
}

// Lookup finds a name in this folder.
func (f *fuseNode) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n, errno := f.disk.lookup(f.node, name)
	if errno != 0 {
		return nil, errno
	}
	return f.child(ctx, n, out), 0
}

// Readdir lists this folder.
func (f *fuseNode) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	names, errno := f.disk.list(f.node)
	if errno != 0 {
		return nil, errno
	}
	var entries []fuse.DirEntry
	for name, n := range names {
		mode := uint32(fuse.S_IFREG)
		if n.folder {
			mode = fuse.S_IFDIR
		}
		entries = append(entries, fuse.DirEntry{Name: name, Ino: n.number, Mode: mode})
	}
	return fs.NewListDirStream(entries), 0
}

// Getattr returns size, rights and times.
func (f *fuseNode) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	f.fill(f.node, &out.Attr)
	return 0
}

// Setattr truncates and sets rights and times.
func (f *fuseNode) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, set := in.GetSize(); set {
		if errno := f.disk.truncate(f.node, int64(size)); errno != 0 {
			return errno
		}
	}
	if mode, set := in.GetMode(); set {
		f.disk.setMode(f.node, mode)
	}
	if modified, set := in.GetMTime(); set {
		f.disk.setModified(f.node, modified)
	}
	f.fill(f.node, &out.Attr)
	return 0
}

// Create makes and opens a file.
func (f *fuseNode) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n, errno := f.disk.create(f.node, name, false, mode)
	if errno != 0 {
		return nil, nil, 0, errno
	}
	return f.child(ctx, n, out), nil, 0, 0
}

// Mkdir makes a folder.
func (f *fuseNode) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n, errno := f.disk.create(f.node, name, true, mode)
	if errno != 0 {
		return nil, errno
	}
	return f.child(ctx, n, out), 0
}

// Unlink removes a file.
func (f *fuseNode) Unlink(_ context.Context, name string) syscall.Errno {
	return f.disk.remove(f.node, name, false)
}

// Rmdir removes an empty folder.
func (f *fuseNode) Rmdir(_ context.Context, name string) syscall.Errno {
	return f.disk.remove(f.node, name, true)
}

// Rename moves a name, also over an existing one unless the caller forbids it.
func (f *fuseNode) Rename(_ context.Context, name string, newParent fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	const noReplace, exchange = 1, 2
	to, is := newParent.(*fuseNode)
	if !is || flags&exchange != 0 {
		return syscall.ENOTSUP
	}
	return f.disk.rename(f.node, name, to.node, newName, flags&noReplace != 0)
}

// Open opens a file.
func (f *fuseNode) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	errno := f.disk.open(f.node)
	if errno == 0 && flags&syscall.O_TRUNC != 0 {
		errno = f.disk.truncate(f.node, 0)
	}
	return nil, 0, errno
}

// Read reads bytes.
func (f *fuseNode) Read(_ context.Context, _ fs.FileHandle, into []byte, offset int64) (fuse.ReadResult, syscall.Errno) {
	n, errno := f.disk.read(f.node, into, offset)
	return fuse.ReadResultData(into[:n]), errno
}

// Write writes bytes.
func (f *fuseNode) Write(_ context.Context, _ fs.FileHandle, data []byte, offset int64) (uint32, syscall.Errno) {
	n, errno := f.disk.write(f.node, data, offset)
	return uint32(n), errno
}

// Fsync makes a file's bytes, or a folder's names, durable.
func (f *fuseNode) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return f.disk.sync(f.node)
}

// Allocate makes room.
func (f *fuseNode) Allocate(_ context.Context, _ fs.FileHandle, offset, size uint64, mode uint32) syscall.Errno {
	const keepSize = 1
	return f.disk.allocate(f.node, int64(offset), int64(size), mode&keepSize != 0)
}

// Statfs returns how much room there is.
func (f *fuseNode) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	room, free := f.disk.space()
	*out = fuse.StatfsOut{
		Bsize: pageSize, Frsize: pageSize, NameLen: 255, Files: 1 << 20, Ffree: 1 << 20,
		Blocks: uint64(room / pageSize), Bfree: uint64(free / pageSize), Bavail: uint64(free / pageSize),
	}
	return 0
}
