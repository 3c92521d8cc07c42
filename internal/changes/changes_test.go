package changes_test

import (
	"testing"

	"github.com/programconnect/programconnect/internal/changes"
)

func TestSignalTellsALateReaderOnce(t *testing.T) {
	var s changes.Signal
	s.Notify()
	one, stop := s.Subscribe()
	two, stopTwo := s.Subscribe()
	stopTwo()
	for range 3 {
		s.Notify()
	}
	<-one
	select {
	case <-one:
		t.Error("told twice")
	case <-two:
		t.Error("a reader that had left was told")
	default:
	}
	stop()
	s.Notify()
	if len(one) != 0 {
		t.Error("told after it left")
	}
}
