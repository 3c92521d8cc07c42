package ui

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// translateToolkit puts the toolkit's own texts (its dialogs for files, the menus of its text fields) into the language
// too. The toolkit speaks one language in the whole process, the system's, and can't be told another: so its texts are
// replaced under the system's locale.
func (tx texts) translateToolkit() {
	said := map[string]string{}
	for key, m := range toolkitMessages() {
		said[key] = tx.tr(m)
	}
	data, err := json.Marshal(said)
	if err == nil {
		err = lang.AddTranslationsForLocale(data, lang.SystemLocale())
	}
	if err != nil {
		fyne.LogError("the toolkit's texts stay in the system's language", err)
	}
}

// toolkitMessages returns the toolkit's texts (Fyne 2.8) that this app can show, by the toolkit's keys.
func toolkitMessages() map[string]*goi18n.Message {
	return map[string]*goi18n.Message{
		"Advanced":          {ID: "ui.toolkit.advanced", Other: "Advanced"},
		"Cancel":            msgCancel,
		"Confirm":           {ID: "ui.toolkit.confirm", Other: "Confirm"},
		"Copy":              {ID: "ui.toolkit.copy", Other: "Copy"},
		"Create Folder":     {ID: "ui.toolkit.create-folder", Other: "Create folder"},
		"Cut":               {ID: "ui.toolkit.cut", Other: "Cut"},
		"Enter filename":    {ID: "ui.toolkit.enter-filename", Other: "Enter a file name"},
		"Error":             {ID: "ui.toolkit.error", Other: "Error"},
		"Favourites":        {ID: "ui.toolkit.favourites", Other: "Favourites"},
		"File":              {ID: "ui.toolkit.file", Other: "File"},
		"Folder":            {ID: "ui.toolkit.folder", Other: "Folder"},
		"New Folder":        {ID: "ui.toolkit.new-folder", Other: "New folder"},
		"No":                {ID: "ui.toolkit.no", Other: "No"},
		"OK":                {ID: "ui.toolkit.ok", Other: "OK"},
		"Open":              msgOpen,
		"Paste":             {ID: "ui.toolkit.paste", Other: "Paste"},
		"Quit":              {ID: "ui.toolkit.quit", Other: "Quit"},
		"Redo":              {ID: "ui.toolkit.redo", Other: "Redo"},
		"Save":              msgSave,
		"Select all":        {ID: "ui.toolkit.select-all", Other: "Select all"},
		"Show Hidden Files": {ID: "ui.toolkit.show-hidden-files", Other: "Show hidden files"},
		"Undo":              {ID: "ui.toolkit.undo", Other: "Undo"},
		"Yes":               {ID: "ui.toolkit.yes", Other: "Yes"},
		"file.name":         {ID: "ui.toolkit.file-name", Other: "Name"},
		"file.parent":       {ID: "ui.toolkit.up", Other: "Up"},
	}
}
