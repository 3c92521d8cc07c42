package widgets

import "testing"

func TestBreakpoints(t *testing.T) {
	for _, c := range []struct {
		width float32
		want  Breakpoint
	}{
		{2560, Breakpoint{Rail: RailWide, RailWidth: 232, Content: 2328, SideBySide: true}},
		{1280, Breakpoint{Rail: RailWide, RailWidth: 232, Content: 1048, SideBySide: true}},
		{1100, Breakpoint{Rail: RailWide, RailWidth: 232, Content: 868, SideBySide: true}},
		{1099, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 1011, SideBySide: true}},
		{929, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 841, SideBySide: true}},
		{928, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 840}},
		{900, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 812}},
		{860, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 772}},
		{640, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 552}},
		{600, Breakpoint{Rail: RailNarrow, RailWidth: 88, Content: 512}},
		{599, Breakpoint{Rail: RailBar, BarHeight: 48, Content: 599, SmallTiles: true}},
		{0, Breakpoint{Rail: RailBar, BarHeight: 48, SmallTiles: true}},
	} {
		if got := BreakpointFor(c.width); got != c.want {
			t.Errorf("%v units: %+v, want %+v", c.width, got, c.want)
		}
	}
}
