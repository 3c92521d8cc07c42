package client

import (
	"context"
	"log/slog"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/settings"
)

// sleepGuard keeps the computer awake while a queue runs something and the settings want it.
type sleepGuard struct {
	settings *settings.Store
	hold     func(ctx context.Context, who, why string) (release func(), err error)
	log      *slog.Logger
}

// queueView is the part of a queue that says whether something runs.
type queueView interface {
	Running() int
	Subscribe() (changed <-chan struct{}, stop func())
}

// keep is follow for the engine's own queue.
func (g sleepGuard) keep(ctx context.Context, queue *downloads.Queue) { g.follow(ctx, queue) }

// follow looks at each change of the queue and of the settings until ctx ends. What the system refuses once is not asked for again while
// the same download runs.
func (g sleepGuard) follow(ctx context.Context, queue queueView) {
	changed, stop := queue.Subscribe()
	defer stop()
	set, stopSet := g.settings.Subscribe()
	defer stopSet()
	var release func()
	held := false
	letGo := func() {
		if release != nil {
			release()
		}
		release, held = nil, false
	}
	defer letGo()
	for {
		switch wanted := g.settings.Now().KeepAwake && queue.Running() > 0; {
		case wanted && !held:
			held = true
			var err error
			if release, err = g.hold(ctx, "Program Connect", "A download runs."); err != nil {
				release = nil
				g.log.Info("the computer may fall asleep while a download runs", "error", err.Error())
			}
		case !wanted && held:
			letGo()
		}
		select {
		case <-changed:
		case <-set:
		case <-ctx.Done():
			return
		}
	}
}
