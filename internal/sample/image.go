package sample

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
)

// ImageSize is the length of the sample's disk image in bytes.
const ImageSize = 1 << 30

// imageSHA256 is the image's hash; image_pieces.txt has those of its pieces. A test makes them again.
const imageSHA256 = "6f48aefecbab62ec9559e61e740dad6d1ec1d0702b14b2ad73d13bdfa75fc203"

//go:embed image_pieces.txt
var imagePieces string

const (
	blockSize  = 64 << 10
	sectorSize = 4 << 10
	headerSize = 512
)

// image is a disk image that is made while it is read: one block of made-up bytes again and again, each sector stamped with
// its number so that no two are alike, and a partition table at the start. It takes no room on the disk and no time to speak of.
type image struct {
	block  [blockSize]byte
	header [headerSize]byte
}

func newImage() *image {
	m := &image{}
	seed := sha256.Sum256([]byte("Program Connect sample image 1"))
	for at := 0; at < blockSize; at += sha256.Size {
		seed = sha256.Sum256(seed[:])
		copy(m.block[at:], seed[:])
	}
	copy(m.header[:], partitionTable())
	return m
}

// partitionTable returns a master boot record with one partition from sector 2048 to the end.
func partitionTable() []byte {
	b := make([]byte, headerSize)
	entry := b[446:]
	entry[0] = 0x80                         // active
	copy(entry[1:4], []byte{0x20, 0x21, 0}) // first sector as cylinder, head, sector
	entry[4] = 0x0c                         // FAT32, by block addresses
	copy(entry[5:8], []byte{0xfe, 0xff, 0xff})
	binary.LittleEndian.PutUint32(entry[8:], 2048)
	binary.LittleEndian.PutUint32(entry[12:], ImageSize/512-2048)
	b[510], b[511] = 0x55, 0xaa
	return b
}

// Size returns the image's length.
func (*image) Size() int64 { return ImageSize }

// SHA256 returns the image's hash.
func (*image) SHA256() string { return imageSHA256 }

// Pieces returns the hashes of its pieces.
func (*image) Pieces() []string { return strings.Fields(imagePieces) }

// ReadAt reads the bytes at an offset.
func (m *image) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= ImageSize {
		return 0, io.EOF
	}
	var short error
	if rest := ImageSize - off; int64(len(p)) > rest {
		p, short = p[:rest], io.EOF
	}
	for done := 0; done < len(p); {
		done += copy(p[done:], m.block[(off+int64(done))%blockSize:])
	}
	for sector := off / sectorSize; sector*sectorSize < off+int64(len(p)); sector++ {
		var stamp [16]byte
		copy(stamp[:], "SECTOR  ")
		binary.BigEndian.PutUint64(stamp[8:], uint64(sector))
		overlay(p, stamp[:], sector*sectorSize-off)
	}
	overlay(p, m.header[:], -off)
	return len(p), short
}

// overlay copies what into p at an offset that may lie partly or wholly outside.
func overlay(p, what []byte, at int64) {
	if at < 0 {
		if -at >= int64(len(what)) {
			return
		}
		what, at = what[-at:], 0
	}
	if at < int64(len(p)) {
		copy(p[at:], what)
	}
}

// measure reads a content and returns its hash and those of its pieces.
func measure(r io.Reader, piece int64) (whole string, pieces []string, err error) {
	all := sha256.New()
	for {
		one := sha256.New()
		n, err := io.Copy(io.MultiWriter(all, one), io.LimitReader(r, piece))
		if err != nil {
			return "", nil, err
		}
		if n == 0 {
			return hex.EncodeToString(all.Sum(nil)), pieces, nil
		}
		pieces = append(pieces, hex.EncodeToString(one.Sum(nil)))
	}
}
