package service

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// nothingChanged says that the data are as they were.
func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.command.safe", Other: "Nothing was changed."})
}

// ConfigFault returns the fault for a service without a program or a place for its data.
func ConfigFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "service.config", Field: "--data",
		Title: i18n.T(&goi18n.Message{ID: "service.config.title", Other: "The program service needs a data folder and a program."})}
}

// FolderFault returns the fault for a data folder that can't be used.
func FolderFault(err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "service.folder", Safe: nothingChanged(), Field: "--data", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.folder.title", Other: "The program service can't use its data folder."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.folder.cause", Other: "The folder can't be made or written."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.folder.step", Other: "Check the folder's rights and the room on the disk."})}}
}

// bytesFault returns the fault of a store for bytes: its own where it has one, else that of a folder.
func bytesFault(err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	return FolderFault(err)
}

// storeFault is the fault for data that can't be read or written.
func storeFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Of(err)
	}
	if errors.Is(err, store.ErrAway) {
		return &fault.Error{Kind: fault.Network, Code: "service.database-away", Safe: nothingChanged(), Field: "--database", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.database-away.title", Other: "The program's database can't be reached now."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.database-away.cause", Other: "It was stopped, starts just now, or the network to it is down."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.database-away.step", Other: "Try again when the database runs."})}}
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.store", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.store.title", Other: "The program service can't read its database."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.store.cause", Other: "It is damaged, or another program holds it."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "service.store.step", Other: "Stop other instances and start again."}),
			i18n.T(&goi18n.Message{ID: "service.store.step2", Other: "If it comes back, restore the database from a backup."})}}
}

// errWindowsInUse is WSAEADDRINUSE, which package syscall does not take for EADDRINUSE.
const errWindowsInUse = syscall.Errno(10048)

// ListenFault returns the fault for an address that can't be listened on.
func ListenFault(err error) error {
	f := &fault.Error{Kind: fault.Usage, Code: "service.listen", Field: "--listen", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.listen.title", Other: "The address can't be listened on."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.listen.cause", Other: "It is not an address of this computer."}),
		Safe:  i18n.T(&goi18n.Message{ID: "service.listen.safe", Other: "Nothing was started."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.listen.step", Other: "Name another address or port, or port 0 for any that is free."})}}
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, errWindowsInUse):
		f.Kind = fault.Busy
		f.Cause = i18n.T(&goi18n.Message{ID: "service.listen-busy.cause", Other: "Another program listens on this port already."})
	case errors.Is(err, syscall.EACCES):
		f.Kind = fault.Permission
		f.Cause = i18n.T(&goi18n.Message{ID: "service.listen-rights.cause", Other: "This port needs more rights than this user has."})
	}
	return f
}

// ownerError returns the fault of an error; nil stays nil.
func ownerError(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	var refused *api.Problem
	if errors.As(err, &refused) {
		return refused.Fault()
	}
	return storeFault(fmt.Errorf("service: %w", err))
}
