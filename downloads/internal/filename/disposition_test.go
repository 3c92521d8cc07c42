package filename

import "testing"

func TestFromDisposition(t *testing.T) {
	for in, want := range map[string]string{`attachment; filename="../../x.msi"`: "x.msi", `attachment; filename="..\\..\\x.msi"`: "x.msi", `attachment; filename*=UTF-8''%e2%82%ac.iso`: "€.iso", "inline": "", "": ""} {
		if got := FromDisposition(in); got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}
