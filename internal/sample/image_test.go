package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
)

// The whole image takes about a second to hash; PROGRAM_CONNECT_LONG asks for it. PROGRAM_CONNECT_WRITE_IMAGE=1 writes the
// hashes again after a change.
func TestImageMatchesItsHashes(t *testing.T) {
	m := newImage()
	if os.Getenv("PROGRAM_CONNECT_LONG") == "" && os.Getenv("PROGRAM_CONNECT_WRITE_IMAGE") == "" {
		pieces := m.Pieces()
		if len(pieces) != ImageSize/api.PieceSize {
			t.Fatalf("%d pieces", len(pieces))
		}
		buffer := make([]byte, api.PieceSize)
		for _, n := range []int{0, 1, 100, len(pieces) - 1} {
			if _, err := m.ReadAt(buffer, int64(n)*api.PieceSize); err != nil {
				t.Fatal(err)
			}
			if sum := sha256.Sum256(buffer); hex.EncodeToString(sum[:]) != pieces[n] {
				t.Errorf("piece %d is another", n)
			}
		}
		return
	}
	whole, pieces, err := measure(io.NewSectionReader(m, 0, m.Size()), api.PieceSize)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("PROGRAM_CONNECT_WRITE_IMAGE") != "" {
		if err := os.WriteFile("image_pieces.txt", []byte(strings.Join(pieces, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log("imageSHA256 =", whole)
	}
	if whole != m.SHA256() || !bytes.Equal([]byte(strings.Join(pieces, "\n")+"\n"), []byte(imagePieces)) {
		t.Errorf("the image is another: %s", whole)
	}
}

func TestImageReadAt(t *testing.T) {
	m := newImage()
	whole := make([]byte, 300_000)
	if _, err := m.ReadAt(whole, 0); err != nil {
		t.Fatal(err)
	}
	if whole[510] != 0x55 || whole[511] != 0xaa {
		t.Error("no boot record at the start")
	}
	for _, part := range [][2]int{{0, 1}, {1, 600}, {445, 70}, {511, 2}, {4095, 2}, {4090, 20}, {65530, 20}, {65536, 65536}, {100_001, 99_999}} {
		got := make([]byte, part[1])
		if _, err := m.ReadAt(got, int64(part[0])); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, whole[part[0]:part[0]+part[1]]) {
			t.Errorf("another %d bytes at %d", part[1], part[0])
		}
	}
	tail := make([]byte, 100)
	if n, err := m.ReadAt(tail, ImageSize-40); n != 40 || !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %d, %v", n, err)
	}
}

func BenchmarkImage(b *testing.B) {
	m, buffer := newImage(), make([]byte, 256<<10)
	b.SetBytes(int64(len(buffer)))
	for i := range b.N {
		if _, err := m.ReadAt(buffer, int64(i)*int64(len(buffer))%ImageSize); err != nil {
			b.Fatal(err)
		}
	}
}
