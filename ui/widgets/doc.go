// Package widgets holds the theme and the widgets of the desktop app that know no session: the design's tokens, what is
// pressed, fields, rows and cards, layouts, the markup of the programs' texts, and the comparison of two texts.
//
// What it promises:
//
//   - A control can be reached and used by keyboard, and is scrolled into sight when it gets the focus. Esc and the
//     app's shortcuts reach the window wherever the focus is. Space and Enter act when the key goes up, so that no rune
//     or repeat of theirs reaches what opens. The focus ring shows after a key was used.
//   - Everything that is pressed says a label to a screen reader, and no state is shown by colour alone.
//   - A widget holds no colour and no pixel: it asks ColorOf and Unit in its Refresh.
//   - Text of a server is shown as plain text or through the allow-list of markup.go; a link shows its host.
//   - A widget calls back and decides nothing. It says no words of its own: every text comes in from the screen.
//   - Nothing here waits for a disk, a network or a keyring.
//
// All of it is for the goroutine of the screens alone.
//
// # How a screen is built
//
// Every component is made by one constructor that takes one config of plain values: NewButton(ButtonConfig{...}). What
// changes later has a Set. A type with a Box shows its Box; every other is itself shown. Constructors of plain
// containers (NewSurface, NewCard, NewNotice, NewFacts, NewEmpty, NewFaultCard) return a *fyne.Container, since a screen
// reader looks into containers and into nothing else. Measures in a config are those of the design at 100 %.
//
//   - Tokens: ColorText, ColorAccent and so on (tokens.go); Space1 to Space12, Radius..., Height..., Icon... and
//     TextBody, TextBold, TextCaption, TextHeading, TextTitle and so on (measures.go); Tone (tone.go).
//   - Boxes: HBox, VBox, Flow, Grow, Spring, Fixed, Padded(Pad(v, h), o), Centered, NewLine, NewScroll, PassWheel.
//   - Ground: NewSurface(Fill, Edge, Radius, Padding, Content); NewGround(Paint) with SetPaint.
//   - Texts: NewTextLine(Text, Size, Color, Align, Whole, Least), NewParagraph, NewLeadParagraph, SelectableText.
//   - Icons: NewIcon(name, color, size), IconResource; NewTile(name, side).
//   - Pressed: NewPressable(Content, Label or Say, Hint, Tapped, Menu, Hovered, Key, Look, HoverLook, PressLook), or
//     embed Pressable and call Setup. Pointed is the same without a stop of Tab, for what stands in a list.
//   - Buttons: NewButton(Text, Icon, After, Kind, Size, Label, Hint, Tapped), NewIconButton(Icon, Label, Side, Tapped).
//   - State: NewChip(Text, Icon, Tone), NewBadge(Count, Needs), NewBar(Height, Tone, Done, Arrived, Label),
//     NewPhasesBar(Words, Current, Done, Arrived, Tone), NewSpeedLine(Points, Limit, Height, Bare, Label),
//     NewPiecesMap(Pieces, Label) with PiecesOf and NewPieceKey, NewConnectionLine(Number, Part, State, Speed).
//   - Cards: NewCard(Content, Cells), NewFacts(Facts, Columns), NewNotice(Tone, Icon, Lead, Text, Button),
//     NewFaultCard(Title, Happened, Safe, GoOnLead, GoOn, Remedy, Link, Code, Copy), NewEmpty(Icon, Title, Text, Main,
//     Other).
//   - Fields: NewField(Label, Hint, Placeholder, Text, Lines, Password, Counter, Changed, Left, Submitted),
//     NewNumberField(Label, Less, More, Value, Min, Max, Changed), NewSwitch(Label, On, OnWord, OffWord, Changed),
//     NewSegments(Label, Words, Chosen, Changed), NewRadioCards(Choices, Changed).
//   - Frame: NewRailItem(Icon, Word, Say, Narrow, Tapped), NewProgramCard(Tile, Picture, Name, Address, Label, Narrow,
//     Tapped, Menu), NewPulseCard, NewStepper(Words, Current, Say), NewSectionItem(Title, Second, Number, Icon, Done,
//     Wrong, Chosen, Label).
//   - Window: WatchKeys(canvas) once, so that the first Tab shows the ring.
//   - Lists: NewRow(RowConfig, RowValues), NewGroupHead(Word, Count, Needs, Link, Inset); NewList (groups, several
//     chosen, keys, order by dragging), NewSplit, NewPane, NewPageHeader, NewToolbar, BreakpointFor.
//   - Layers: OpenMenu, OpenDialog, OpenPalette, NewSelect, all by OpenLayer; NewToasts and NewHints, which take no focus.
//
// StockField, the search of a picker, and Topped are the toolkit's own, dressed.
//
// Package gallery shows every component in its states. Start reading at pressable.go for what a person presses, and at
// tokens.go and measures.go for what all of it is drawn by.
package widgets
