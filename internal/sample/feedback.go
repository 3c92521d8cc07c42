package sample

import (
	"context"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/service"
)

// sendFeedback sends the feedback that the sample has from the start. The keys make a second fill send nothing twice.
func (s *seeder) sendFeedback(ctx context.Context, h *Host, people map[string]service.Identity) error {
	rita, sam := s.client(h, people[authority.AddressRita]), s.client(h, people[authority.AddressTwo])
	bug, err := rita.SendItem(ctx, "iot", "seed-bug", api.NewItem{Type: "bug", Title: "The board does not start from some cards", Package: ImageID, Version: "1.1.0",
		Fields: map[string]string{"priority": "1 high", "steps": "I wrote the board image to three cards of 32 GB and started the board with each.", "happened": "Two cards start, one stays dark. I expected all three to start.", "board": "Revision C"}})
	if err != nil {
		return err
	}
	wish, err := sam.SendItem(ctx, "iot", "seed-wish", api.NewItem{Type: "suggestion", Title: "A pin table to print", Package: InstallerID, Version: "1.1",
		Fields: map[string]string{"description": "A page with both headers, to lie beside the board while wiring."}})
	if err != nil {
		return err
	}
	if _, err := sam.Comment(ctx, bug.ID, "seed-comment", "The same here with a card of 64 GB."); err != nil {
		return err
	}
	if _, err := sam.Vote(ctx, bug.ID, true); err != nil {
		return err
	}
	if _, err := rita.Vote(ctx, wish.ID, true); err != nil {
		return err
	}
	return h.service.SetState(ctx, bug.ID, api.ItemActive)
}
