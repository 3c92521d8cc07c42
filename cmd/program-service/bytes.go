package main

import (
	"cmp"
	"os"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
)

// storeVariable names the store for files where --store does not.
const storeVariable = "PROGRAM_SERVICE_STORE"

// openStore returns the store for the bytes of files that a setting names; nil when it names none: they are in the program's folder.
func openStore(setting string) (blob.Store, error) {
	setting = cmp.Or(setting, os.Getenv(storeVariable))
	if setting == "" {
		return nil, nil //nolint:nilnil // no store of its own
	}
	if !s3.Is(setting) {
		return nil, flagFault("service.store-address", "--store",
			i18n.T(&goi18n.Message{ID: "service.store-kind.title", Other: "The store for files is not one that is known."}),
			i18n.T(&goi18n.Message{ID: "service.store-kind.cause", Other: "It begins with s3://. Without one, files are in the folder of --data."}))
	}
	addresses, err := s3.ParseAddresses(setting)
	if err != nil {
		return nil, err
	}
	store, err := s3.Open(addresses, s3.Options{})
	if err != nil {
		return nil, err
	}
	return store, nil
}
