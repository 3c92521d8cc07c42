package auth

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// The sizes of the storage scheme. Windows holds 2,560 bytes in one item, macOS about 2.9 KB.
const (
	maxValue   = 2400 // characters of any value given to the keyring
	maxInline  = 2300 // an account's item up to here stays whole; the rest is room for a list of leftovers
	maxChunks  = 16
	maxPlain   = 256 << 10 // bytes after inflating: a damaged item must not fill the memory
	itemFormat = "pc1:"    // the version of what is packed
)

// newerFormat matches the start of an item of a later version.
var newerFormat = regexp.MustCompile(`^pc([2-9]|[1-9][0-9]{1,5}):`)

// record is what the keyring keeps of one account: who it is, and the refresh token.
type record struct {
	ID        string `json:"i"`
	Home      string `json:"o"` // MSAL's home account id
	Subject   string `json:"s"`
	TenantID  string `json:"t,omitempty"`
	ObjectID  string `json:"u,omitempty"`
	Name      string `json:"n,omitempty"`
	Address   string `json:"a,omitempty"`
	Kind      Kind   `json:"k"`
	Org       string `json:"g,omitempty"`
	Origin    string `json:"f,omitempty"` // of the program it signed in for; empty: written by version 0.1
	Channel   string `json:"b,omitempty"` // the back channel it was made through
	Program   string `json:"p,omitempty"`
	Authority string `json:"l"`
	ClientID  string `json:"c"`
	SignedIn  int64  `json:"d"`           // Unix seconds
	Nanos     int64  `json:"z,omitempty"` // the rest of it, so that accounts keep their order
	Hint      string `json:"h,omitempty"`
	Refresh   string `json:"r"`
}

// head is the item of one account. It names every chunk that may exist, whatever was interrupted.
type head struct {
	Record  *record  `json:"r,omitempty"` // the account, where it fits
	Slot    string   `json:"s,omitempty"` // the generation that holds it otherwise: "a" or "b"
	Chunks  int      `json:"n,omitempty"`
	Sum     string   `json:"h,omitempty"` // of the chunks together
	Left    []chunks `json:"w,omitempty"` // chunks that may exist and are to be deleted
	Leaving bool     `json:"x,omitempty"` // the account is being signed out
}

// chunks names the chunks 0 to N-1 of a slot.
type chunks struct {
	Slot string `json:"s"`
	N    int    `json:"n"`
}

func headName(id string) string { return "account-" + id }

func chunkName(id, slot string, i int) string { return headName(id) + "." + slot + strconv.Itoa(i) }

// pack turns v into one text: base64 of deflated JSON.
func pack(v any) string {
	plain, err := json.Marshal(v)
	if err != nil {
		panic("auth: " + err.Error()) // our own plain types always marshal
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic("auth: " + err.Error()) // the level is a constant
	}
	_, _ = w.Write(plain) // into memory
	_ = w.Close()
	return itemFormat + base64.RawStdEncoding.EncodeToString(b.Bytes())
}

// unpack is pack backwards. It returns ErrNewer for what a later version of this package has packed, and ErrDamaged for
// anything else that pack did not make.
func unpack(text string, v any) error {
	body, ok := strings.CutPrefix(text, itemFormat)
	if !ok {
		if newerFormat.MatchString(text) {
			return ErrNewer
		}
		return ErrDamaged
	}
	raw, err := base64.RawStdEncoding.DecodeString(body)
	if err != nil {
		return ErrDamaged
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), maxPlain))
	if err != nil || json.Unmarshal(plain, v) != nil {
		return ErrDamaged
	}
	return nil
}

// split cuts a packed record into values for the keyring.
func split(text string) ([]string, error) {
	var parts []string
	for len(text) > maxValue {
		parts, text = append(parts, text[:maxValue]), text[maxValue:]
	}
	parts = append(parts, text)
	if len(parts) > maxChunks {
		return nil, ErrTooLong
	}
	return parts, nil
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:16])
}

// sound reports whether h can be what this package wrote.
func (h *head) sound(id string) bool {
	for _, c := range append([]chunks{{h.Slot, h.Chunks}}, h.Left...) {
		if c.N < 0 || c.N > maxChunks || (c.Slot != "a" && c.Slot != "b" && c.N > 0) {
			return false
		}
	}
	return h.Record == nil || h.Record.sound(id)
}

func (r *record) sound(id string) bool {
	return r.ID == id && r.Refresh != "" && r.Home != "" && r.Authority != "" && r.ClientID != ""
}
