package widgets

// RailMode is how the rail of screens stands.
type RailMode int

// The three forms of the rail.
const (
	RailWide   RailMode = iota // at the left, icons with words at their side
	RailNarrow                 // at the left, icons over small words
	RailBar                    // at the bottom
)

// The widths at which the window's form changes, and the least widths of the two panes of a split screen, in units
// (pixels divided by the interface size and the display's scale).
const (
	WideWidth    = 1100
	MiddleWidth  = 860
	NarrowWidth  = 600
	ListLeast    = 440
	DetailsLeast = 400

	RailWideWidth   = 232
	RailNarrowWidth = 88
	RailBarHeight   = 48

	toolbarOneLine = 700
)

// Breakpoint is the form of a window of one width.
type Breakpoint struct {
	Rail       RailMode
	RailWidth  float32 // 0 where the rail is a bar
	BarHeight  float32 // 0 where the rail stands at the left
	Content    float32 // the width that is left for the screen
	SideBySide bool    // list and details stand side by side; else details open over the list
	SmallTiles bool    // tiles of 32, second lines that wrap
}

// BreakpointFor returns the form of a window that is width units wide.
func BreakpointFor(width float32) Breakpoint {
	b := Breakpoint{}
	switch {
	case width >= WideWidth:
		b.Rail, b.RailWidth = RailWide, RailWideWidth
	case width >= NarrowWidth:
		b.Rail, b.RailWidth = RailNarrow, RailNarrowWidth
	default:
		b.Rail, b.BarHeight, b.SmallTiles = RailBar, RailBarHeight, true
	}
	b.Content = max(width-b.RailWidth, 0)
	b.SideBySide = width >= MiddleWidth && SplitFits(b.Content, ListLeast, DetailsLeast)
	return b
}

// SplitFits reports whether two panes of these least widths and the line between them fit into width.
func SplitFits(width, leading, trailing float32) bool { return width >= leading+splitLine+trailing }
