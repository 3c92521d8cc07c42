package api

// IDLength is the length of an id at most.
const IDLength = 100

// ValidID reports whether a text is an id. One grammar holds for every id at a program, whether an owner named it or the
// service made it (accounts, packages, engagements, agreements, invitations, feedback items, comments, attachments, types and
// fields of forms, keys): 1 to 100 of the ASCII letters, digits, dot, dash and underscore,
// beginning with a letter, a digit or an underscore. Such an id needs no quotes in a command, an address or a file name.
func ValidID(id string) bool {
	if id == "" || len(id) > IDLength || id[0] == '.' || id[0] == '-' {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// validWord reports whether a text is one of the short lower-case words that name a state, a kind or a role.
func validWord(word string) bool {
	if word == "" || len(word) > 40 {
		return false
	}
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// validHash reports whether a text is a SHA-256 in lower-case hex.
func validHash(hash string) bool {
	if len(hash) != 64 {
		return false
	}
	for i := range len(hash) {
		if c := hash[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
