package ui

// The guides and the doctor as the screens need them.

type guideLine struct{ id, title, summary string }

type guideText struct {
	title, text, after string
	steps              []guideStep
}

type guideStep struct{ id, title, text, link string }

type doctorAnswer struct {
	guide, title, cause, why string
	note                     func() string
}

func listGuides() []guideLine { return nil }

func guideOf(id string) (guideText, bool) { return guideText{}, false }

func askDoctor(text string) []doctorAnswer { return nil }
