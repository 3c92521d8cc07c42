package api

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Receipt is the service's signed statement that a person answered an agreement. Receipts form one chain: each holds the hash
// of the one before, so that none can be changed or taken out unseen.
type Receipt struct {
	Number    int64     `json:"number"` // position in the program's chain, from 1
	Program   string    `json:"program"`
	Account   string    `json:"account"` // "tid.oid"
	Address   string    `json:"address"` // as it was then
	Agreement string    `json:"agreement"`
	Title     string    `json:"title"`
	Version   string    `json:"version"`
	SHA256    string    `json:"sha256"` // of the text that was answered
	Decision  string    `json:"decision"`
	Device    Device    `json:"device"`
	Time      time.Time `json:"time"`
	Previous  string    `json:"previous"` // hash of the receipt before; 64 zeros for the first
	Hash      string    `json:"hash"`
	KeyID     string    `json:"key_id"`
	Signature []byte    `json:"signature"`
}

// Ledger is every answer that the person gave, oldest first, with the keys that sign receipts.
type Ledger struct {
	Program  string    `json:"program"`
	Receipts []Receipt `json:"receipts"`
	Keys     []Key     `json:"keys"`
	Next     string    `json:"next,omitzero"` // names the page after; empty on the last one
}

// FirstPrevious is Previous of the first receipt of a chain.
const FirstPrevious = "0000000000000000000000000000000000000000000000000000000000000000"

// ContentHash returns the hash that Hash must be: SHA-256 over the canonical JSON (RFC 8785) of all fields but Hash, KeyID and
// Signature, in lower-case hex.
func (r Receipt) ContentHash() string {
	r.Hash, r.KeyID, r.Signature = "", "", nil
	r.Time = r.Time.UTC()
	text, err := json.Marshal(r)
	if err != nil {
		return "" // no value of a Receipt gets here but one with broken UTF-8, which matches no hash
	}
	value := jsontext.Value(text)
	if err := value.Canonicalize(); err != nil {
		return ""
	}
	sum := sha256.Sum256(value)
	return hex.EncodeToString(sum[:])
}

// SignedBytes returns the bytes under the receipt's signature.
func (r Receipt) SignedBytes() []byte {
	return []byte("program-connect receipt 1\n" + r.KeyID + "\n" + r.Hash + "\n")
}

// CheckReceipt returns a fault unless a receipt is whole and signed by one of the keys. It needs no network.
func CheckReceipt(r Receipt, keys []Key) error {
	if h := r.ContentHash(); h == "" || h != r.Hash {
		return receiptFault(i18n.T(&goi18n.Message{ID: "program.receipt.changed.cause",
			Other: "Its fields do not match its fingerprint: somebody changed it after it was signed."}))
	}
	for _, k := range keys {
		if k.ID != r.KeyID {
			continue
		}
		if k.Algorithm != "Ed25519" || len(k.PublicKey) != ed25519.PublicKeySize {
			return receiptFault(i18n.T(&goi18n.Message{ID: "program.receipt.key-form.cause",
				Other: "The program's key has a form that this app does not know."}))
		}
		if !ed25519.Verify(k.PublicKey, r.SignedBytes(), r.Signature) {
			return receiptFault(i18n.T(&goi18n.Message{ID: "program.receipt.signature.cause", Other: "Its signature is not the program's."}))
		}
		return nil
	}
	return receiptFault(i18n.T(&goi18n.Message{ID: "program.receipt.no-key.cause",
		Other: "The program has no key with the number that it names."}))
}

func receiptFault(cause i18n.Text) error {
	return &fault.Error{
		Kind: fault.Verification, Code: "program.receipt", Guide: "verification",
		Title: i18n.T(&goi18n.Message{ID: "program.receipt.title", Other: "The receipt does not hold."}),
		Cause: cause,
		Safe:  i18n.T(&goi18n.Message{ID: "program.receipt.safe", Other: "Your answers at the program are not touched."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.receipt.step", Other: "Fetch the ledger again."}),
			i18n.T(&goi18n.Message{ID: "program.receipt.step2", Other: "If it comes back, tell the program's contact."}),
		},
	}
}
