package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Piece is the state of a piece of a file.
type Piece uint8

// The states of a piece, the best first.
const (
	PieceSafe     Piece = iota // on the disk
	PieceArrived               // in memory, or written and not yet safe
	PieceOnItsWay              // a connection is at it
	PieceToCome
	PieceDamaged
)

// Way is the part of a file that a connection fetches: from From to To, and it stands at At.
type Way struct{ From, At, To int64 }

// PiecesOf returns the states of a file's pieces. Safe bytes are on the disk, counted from the beginning of each Way
// where the file is fetched in several; done counts what has arrived as well.
func PiecesOf(size, piece, safe, done int64, ways []Way) []Piece {
	if size <= 0 || piece <= 0 {
		return nil
	}
	pieces := make([]Piece, (size+piece-1)/piece)
	for i := range pieces {
		end := min(int64(i+1)*piece, size)
		switch {
		case end <= safe:
			pieces[i] = PieceSafe
		case end <= done:
			pieces[i] = PieceArrived
		default:
			pieces[i] = PieceToCome
		}
	}
	for _, way := range ways {
		markWay(pieces, piece, way)
	}
	return pieces
}

// markWay marks what a connection has brought and where it stands.
func markWay(pieces []Piece, piece int64, way Way) {
	for i := max(way.From/piece, 0); i < int64(len(pieces)) && i*piece < way.At; i++ {
		if pieces[i] == PieceToCome && (i+1)*piece <= way.At {
			pieces[i] = PieceArrived
		}
	}
	if at := way.At / piece; way.At < way.To && at >= 0 && at < int64(len(pieces)) && pieces[at] != PieceSafe {
		pieces[at] = PieceOnItsWay
	}
}

// The measures of the map: cells of 10 with a gap of 2, at most 32 a line and 512 in all.
const (
	pieceCell   = 10
	pieceGap    = 2
	pieceLine   = 32
	piecesShown = 512
)

// PiecesConfig is what a map of pieces shows. Label is the sentence that a screen reader says.
type PiecesConfig struct {
	Pieces []Piece
	Label  string
}

// PiecesMap shows which pieces of a file are there. Above 512 pieces a cell stands for several and shows the worst.
type PiecesMap struct {
	widget.BaseWidget
	cells  []Piece
	label  string
	raster *raster
}

// NewPiecesMap returns a map of pieces.
func NewPiecesMap(cfg PiecesConfig) *PiecesMap {
	m := &PiecesMap{cells: cellsOf(cfg.Pieces), label: cfg.Label}
	m.raster = newRaster(m.paint)
	m.ExtendBaseWidget(m)
	return m
}

// Set changes the pieces and the sentence.
func (m *PiecesMap) Set(cfg PiecesConfig) {
	m.cells, m.label = cellsOf(cfg.Pieces), cfg.Label
	m.Refresh()
}

// cellsOf returns one state a cell: of several pieces, the worst.
func cellsOf(pieces []Piece) []Piece {
	if len(pieces) <= piecesShown {
		return pieces
	}
	each := (len(pieces) + piecesShown - 1) / piecesShown
	var cells []Piece
	for from := 0; from < len(pieces); from += each {
		worst := PieceSafe
		for _, piece := range pieces[from:min(from+each, len(pieces))] {
			worst = max(worst, piece)
		}
		cells = append(cells, worst)
	}
	return cells
}

// perLine returns how many cells stand in a line of a width.
func perLine(width float32) int {
	fits := int((width + Unit(pieceGap) + 0.5) / Unit(pieceCell+pieceGap))
	return min(max(fits, 1), pieceLine)
}

// MinSize returns the height that the cells need at the width that the map has.
func (m *PiecesMap) MinSize() fyne.Size {
	line := pieceLine
	if width := m.Size().Width; width > 0 {
		line = perLine(width)
	}
	lines := max((len(m.cells)+line-1)/line, 1)
	return UnitSize(8*(pieceCell+pieceGap), float32(lines*(pieceCell+pieceGap)-pieceGap))
}

// Refresh draws the cells anew.
func (m *PiecesMap) Refresh() { m.raster.Refresh() }

// AccessibilityLabel returns the sentence.
func (m *PiecesMap) AccessibilityLabel() string { return m.label }

// AccessibilityRole returns that it is a text.
func (m *PiecesMap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the map.
func (m *PiecesMap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(m.raster.Raster)
}

func (m *PiecesMap) paint(picture *image.NRGBA, pixels float32) {
	line := perLine(m.Size().Width)
	unit := pixels * Unit(1)
	for i, state := range m.cells {
		left, top := float32(i%line)*(pieceCell+pieceGap)*unit, float32(i/line)*(pieceCell+pieceGap)*unit
		side := int(pieceCell*unit + 0.5)
		at := image.Rect(int(left+0.5), int(top+0.5), int(left+0.5)+side, int(top+0.5)+side)
		paintPiece(picture, at, state, unit)
	}
}

func paintPiece(picture *image.NRGBA, at image.Rectangle, state Piece, unit float32) {
	radius := RadiusPiece * unit
	if state == PieceOnItsWay {
		edge := max(int(1.5*unit+0.5), 1)
		roundedFill(picture, at, radius, nrgba(ColorAccent))
		roundedFill(picture, at.Inset(edge), max(radius-float32(edge), 0), nrgba(ColorSurface))
		return
	}
	name := [...]fyne.ThemeColorName{PieceSafe: ColorFill, PieceArrived: ColorFillMid, PieceToCome: ColorFillTrack, PieceDamaged: ColorStopFill}[state]
	roundedFill(picture, at, radius, nrgba(name))
}

// NewPieceKey returns one line of the legend of a map: a cell, and what it means.
func NewPieceKey(state Piece, word string) *fyne.Container {
	key := NewPiecesMap(PiecesConfig{Pieces: []Piece{state}, Label: word})
	return HBox(6, Fixed(pieceCell, pieceCell, key), NewTextLine(TextConfig{Text: word, Size: TextCaption, Color: ColorText2, Whole: true}))
}
