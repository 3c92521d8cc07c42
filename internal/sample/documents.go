package sample

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"
)

const gettingStarted = `# Getting started

1. Write the board image to a card.
2. Put the card into the board and connect power.
3. Install the program's files on your computer.
4. Open the template for your board and follow the pin table.

When something does not work, send feedback: say what you did, what happened, and what you expected.
`

const releaseNotes = `# What is new

## 1.1
- The pin table names both headers.
- The installer asks for less.

## 1.0
- First version.
`

const boardDrawing = `Board, revision C (sample)

  +--------------------------------------+
  | o  power        [USB]   [USB]     o  |
  |                                      |
  |   1 3 5 7 9 ...  header A            |
  |   2 4 6 8 10 ...                     |
  | o            [network]            o  |
  +--------------------------------------+
`

const previewPlan = `# Preview plan

| When | What |
|---|---|
| first month | early images for two boards |
| second month | tools for several cards at once |
| third month | answers to what you sent us |
`

// symbolArchive returns a zip file of about 9 MiB, the same each time, so that the catalogue has a file of several pieces.
func symbolArchive() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	m := newImage()
	for n := range 3 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("symbols/tool%d.pdb", n+1), Method: zip.Store, Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		part := make([]byte, 3<<20)
		if _, err := m.ReadAt(part, int64(n+1)*int64(len(part))); err != nil {
			return nil, err
		}
		if _, err := f.Write(part); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
