package downloads

import (
	"crypto/sha256"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// adopt looks whether the whole file lies there under its name although the queue does not know it as done: a
// power cut or a kill came between the rename and the commit, or the person has fetched it before. Only its
// SHA-256 proves that.
func (t *transfer) adopt() bool {
	want := t.spec.SHA256
	if want == "" && t.named != nil {
		want = hexSum(t.named)
	}
	if want == "" || t.size == 0 || !t.folder.exists(t.name) || t.folder.exists(t.part) {
		return false
	}
	f, err := t.folder.root.Open(t.name)
	if err != nil {
		return false
	}
	sum := sha256.New()
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() && (t.size < 0 || info.Size() == t.size) &&
		hashRange(t.ctx, f, 0, info.Size(), make([]byte, segment.ChunkSize), sum) == nil && hexSum(sum.Sum(nil)) == want {
		t.file, t.sum, t.size, t.adopted = f, sum, info.Size(), true
		return true
	}
	_ = f.Close()
	return false
}
